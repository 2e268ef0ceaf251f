# A Raspberry Pi Pico with the pump's flash map. Read by ports/rp2 before anything else of the board.
set(PICO_BOARD "pico")
set(PICO_PLATFORM "rp2040")

# The pump's image, unless the build asks for manifest_plain.py.
if(NOT MICROPY_FROZEN_MANIFEST)
    set(MICROPY_FROZEN_MANIFEST ${MICROPY_BOARD_DIR}/manifest.py)
endif()

# Without the pump: 256 KiB that a firmware set runs from, behind an image of at most 384 KiB. The
# port puts them in front of the files (docs/board.md), and mounts them at /rom.
if(MICROPY_FROZEN_MANIFEST MATCHES "manifest_plain")
    list(APPEND MICROPY_DEF_BOARD "MICROPY_HW_ROMFS_BYTES=262144")
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

# Whether a host holds the line open: a C module of ours.
list(APPEND USER_C_MODULES ${MICROPY_BOARD_DIR}/usb_line.cmake)

# The C stack: 11 KiB instead of the port's 8 (docs/board.md tells what needs them). It ends where
# the chip's memory ends, so what it gets is taken from the end of the heap.
set(PUMP_STACK_BYTES 0x2C00)
set(PUMP_LINKER_SCRIPT ${CMAKE_BINARY_DIR}/memmap_pump.ld)
file(READ ${CMAKE_CURRENT_SOURCE_DIR}/memmap_mp_rp2040.ld PUMP_SCRIPT)
foreach(PLACE
    "__StackBottom = __StackTop - SIZEOF(.stack_dummy);"
    "__GcHeapEnd = ORIGIN(RAM) + LENGTH(RAM);"
)
    string(FIND "${PUMP_SCRIPT}" "${PLACE}" FOUND)
    if(FOUND EQUAL -1)
        message(FATAL_ERROR "The port's linker script has no line '${PLACE}' any more")
    endif()
    string(REGEX REPLACE " =.*" "" NAME "${PLACE}")
    string(REPLACE "${PLACE}"
        "${NAME} = ORIGIN(SCRATCH_Y) + LENGTH(SCRATCH_Y) - ${PUMP_STACK_BYTES};"
        PUMP_SCRIPT "${PUMP_SCRIPT}"
    )
endforeach()
file(WRITE ${PUMP_LINKER_SCRIPT} "${PUMP_SCRIPT}")
# The port names its own script after this file was read.
cmake_language(DEFER CALL
    set_target_properties firmware PROPERTIES PICO_TARGET_LINKER_SCRIPT ${PUMP_LINKER_SCRIPT}
)

# The pump's image: function objects in flash.
if(NOT MICROPY_FROZEN_MANIFEST MATCHES "manifest_plain")
    list(APPEND USER_C_MODULES ${MICROPY_BOARD_DIR}/frozen_objects.cmake)
    cmake_language(DEFER CALL
        add_custom_command TARGET BUILD_FROZEN_CONTENT POST_BUILD
        COMMAND ${Python3_EXECUTABLE} ${MICROPY_BOARD_DIR}/../../tools/board/frozen_objects.py
            ${MICROPY_FROZEN_CONTENT}
        VERBATIM
    )
endif()

# What a line's answer spends its time in, beside what the port optimises itself.
foreach(SOURCE argcheck bc builtinevex gc obj objfun objtype qstr runtime runtime_utils)
    set_source_files_properties(${MICROPY_DIR}/py/${SOURCE}.c PROPERTIES COMPILE_OPTIONS "-O2")
endforeach()
