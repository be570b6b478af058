"""Capture process and worker process with a multiprocessing queue, which pickles every picture through a pipe."""
import multiprocessing as mp
import sys

import cv2

from counting import Counter, open_clip

SLOTS = 10


def work(queue, width, height):
    cv2.setNumThreads(1)
    counter = Counter(width, height)
    while (picture := queue.get()) is not None:
        counter.add(picture)
    counter.report()


def capture(path):
    source, width, height = open_clip(path)
    queue = mp.Queue(SLOTS)
    worker = mp.Process(target=work, args=(queue, width, height))
    worker.start()
    while True:
        there, picture = source.read()
        if not there:
            break
        queue.put(picture)
    queue.put(None)
    worker.join()
    return worker.exitcode


if __name__ == "__main__":
    sys.exit(capture(sys.argv[1]))
