# A Raspberry Pi Pico with the pump's flash map. Read by ports/rp2 before anything else of the board.
set(PICO_BOARD "pico")
set(PICO_PLATFORM "rp2040")

# The pump's image, unless the build asks for manifest_plain.py.
if(NOT MICROPY_FROZEN_MANIFEST)
    set(MICROPY_FROZEN_MANIFEST ${MICROPY_BOARD_DIR}/manifest.py)
endif()

# No path of this machine gets into the image: the same bytes come from every folder.
add_compile_options(
    "-ffile-prefix-map=${CMAKE_BINARY_DIR}=build"
    "-ffile-prefix-map=${MICROPY_BOARD_DIR}=board"
    "-ffile-prefix-map=${MICROPY_DIR}=micropython"
)

# Read ahead of mp_usbd_cdc.c alone: how long that file waits for a host that does not listen.
set_source_files_properties(${MICROPY_DIR}/shared/tinyusb/mp_usbd_cdc.c PROPERTIES
    COMPILE_OPTIONS "-include;${MICROPY_BOARD_DIR}/usb_patience.h"
    OBJECT_DEPENDS ${MICROPY_BOARD_DIR}/usb_patience.h
)
