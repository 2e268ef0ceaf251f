// A Raspberry Pi Pico with the pump's flash map (docs/board.md).
#define MICROPY_HW_BOARD_NAME                   "Cisterna on Raspberry Pi Pico"

// Of 2048 KiB: 640 for the image, then 1280 of littlefs, then 128 for the ledger's raw ring.
// modules/_boot.py mounts the first of the two; board.py opens the second.
#define MICROPY_HW_FLASH_STORAGE_BYTES          (1408 * 1024)

// No module is told the name of its file: nothing reads it, and 80 of them took 3 KB of the heap.
#define MICROPY_PY___FILE__                     (0)

// Where a name was found last: with 1,700 names the port's 128 places are too few for a turn's.
#define MICROPY_OPT_MAP_LOOKUP_CACHE_SIZE       (512)

// Nothing of ours runs on the second core: each call and each exception is cheaper without threads.
#define MICROPY_PY_THREAD                       (0)

// Places for frozen modules (frozen_objects.c), 16 bytes each; the build says when they are too few.
#define PUMP_FROZEN_MODULES                     (200)

// Modules that nothing of ours uses: their place is the pump's (docs/board.md). crc32 is in deflate.
#define MICROPY_PY_FRAMEBUF                     (0)
#define MICROPY_PY_RE                           (0)
#define MICROPY_PY_HEAPQ                        (0)
#define MICROPY_PY_ASYNCIO                      (0)
#define MICROPY_PY_MATH                         (0)
#define MICROPY_PY_CMATH                        (0)
