# The C module usb_line, and what the linker leads to it.
add_library(usermod_usb_line INTERFACE)
target_sources(usermod_usb_line INTERFACE ${CMAKE_CURRENT_LIST_DIR}/usb_line.c)
target_link_options(usermod_usb_line INTERFACE
    -Wl,--wrap=tud_cdc_line_state_cb
    -Wl,--wrap=cdcd_reset
)
target_link_libraries(usermod INTERFACE usermod_usb_line)
