"""What both multi-process designs do with a picture: background, contours, centroids, one line across the middle."""
import cv2
import numpy as np

MAX_AREA = 32768  # pixels of the working plane, as many as our own gate may use


class Counter:
    """Motion detector, centroid tracker and line counter on a small grey plane."""

    def __init__(self, width, height):
        scale = min(1.0, (MAX_AREA / (width * height)) ** 0.5)
        self.size = (max(1, int(width * scale)), max(1, int(height * scale)))
        self.middle = self.size[1] / 2
        self.background = None
        self.kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))
        self.tracks = {}
        self.next_id = 1
        self.pictures = 0
        self.into = 0
        self.out = 0

    def add(self, picture):
        small = cv2.cvtColor(cv2.resize(picture, self.size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
        self.pictures += 1
        if self.background is None:
            self.background = small.astype(np.float32)
            return
        difference = cv2.absdiff(small, cv2.convertScaleAbs(self.background))
        cv2.accumulateWeighted(small, self.background, 0.02)
        _, mask = cv2.threshold(difference, 20, 255, cv2.THRESH_BINARY)
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, self.kernel)
        mask = cv2.dilate(mask, self.kernel)
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        self.follow([centre(contour) for contour in contours if cv2.contourArea(contour) > 30])

    def follow(self, centres):
        """Gives each centre to the nearest track, then counts the tracks that changed sides."""
        free = dict(self.tracks)
        self.tracks = {}
        for x, y in centres:
            near = min(free, key=lambda i: (free[i][0] - x) ** 2 + (free[i][1] - y) ** 2, default=None)
            if near is not None and (free[near][0] - x) ** 2 + (free[near][1] - y) ** 2 < 400:
                before = free.pop(near)[1]
                self.into += before < self.middle <= y
                self.out += y < self.middle <= before
            else:
                near = self.next_id
                self.next_id += 1
            self.tracks[near] = (x, y, 0)
        for track, (x, y, age) in free.items():
            if age < 10:
                self.tracks[track] = (x, y, age + 1)

    def report(self):
        print('{"pictures":%d,"in":%d,"out":%d}' % (self.pictures, self.into, self.out), flush=True)


def centre(contour):
    x, y, width, height = cv2.boundingRect(contour)
    return x + width / 2, y + height / 2


def open_clip(path):
    """FFmpeg's decoder on one thread, as the other contenders have it."""
    cv2.setNumThreads(1)
    capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    if not capture.isOpened():
        raise SystemExit("OpenCV cannot open " + path)
    return capture, int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
