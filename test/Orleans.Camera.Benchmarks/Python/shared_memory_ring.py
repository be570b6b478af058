"""Capture process and worker process with a ring of pictures in shared memory. No picture is copied: the decoder
writes into the ring, the worker reads from it. Both sides sleep on semaphores."""
import multiprocessing as mp
import sys
from multiprocessing import shared_memory

import cv2
import numpy as np

from counting import Counter, open_clip

SLOTS = 10


def work(name, width, height, empty, full, pictures):
    cv2.setNumThreads(1)
    ring = shared_memory.SharedMemory(name=name)
    slots = np.ndarray((SLOTS, height, width, 3), np.uint8, ring.buf)
    counter = Counter(width, height)
    while True:
        full.acquire()
        if counter.pictures == pictures.value:
            break
        counter.add(slots[counter.pictures % SLOTS])
        empty.release()
    counter.report()
    del slots
    ring.close()


def capture(path):
    source, width, height = open_clip(path)
    ring = shared_memory.SharedMemory(create=True, size=SLOTS * width * height * 3)
    slots = np.ndarray((SLOTS, height, width, 3), np.uint8, ring.buf)
    empty, full, pictures = mp.Semaphore(SLOTS), mp.Semaphore(0), mp.Value("q", -1, lock=False)
    worker = mp.Process(target=work, args=(ring.name, width, height, empty, full, pictures))
    worker.start()
    count = 0
    while source.grab():
        empty.acquire()
        source.retrieve(slots[count % SLOTS])
        count += 1
        full.release()
    pictures.value = count
    full.release()
    worker.join()
    del slots
    ring.close()
    ring.unlink()
    return worker.exitcode


if __name__ == "__main__":
    sys.exit(capture(sys.argv[1]))
