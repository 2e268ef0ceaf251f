// usb_line: whether a host holds the USB line open, and how often one has let go.
//
// Open is DTR, on a configured device, on a bus that is not suspended. TinyUSB forces VBUS_DETECTED, so
// a cable that is pulled shows as a bus that falls silent: suspended after 3 ms. Counted where it is
// heard, because TinyUSB's interrupt clears SIE_STATUS.SUSPENDED before a program could look, and
// because a host may close and open within one turn of the program.
//
// Knows TinyUSB's callbacks. Does not know bytes.

#include "py/runtime.h"
#ifndef NO_QSTR // the build's search for names knows no path to it
#include "tusb.h"
#endif

static bool line_open;
static mp_uint_t line_losses; // since power-on; read in a ring of 2^30, which is a small integer

static void note(bool open) {
    if (line_open && !open) {
        ++line_losses;
    }
    line_open = open;
}

// The linker leads calls of these two here (mpconfigboard.cmake): the port's own file defines the
// first, and TinyUSB tells nobody else of a bus reset, by which a host begins anew.
void __real_tud_cdc_line_state_cb(uint8_t itf, bool dtr, bool rts);
void __real_cdcd_reset(uint8_t rhport);

void __wrap_tud_cdc_line_state_cb(uint8_t itf, bool dtr, bool rts) {
    note(dtr);
    __real_tud_cdc_line_state_cb(itf, dtr, rts);
}

void __wrap_cdcd_reset(uint8_t rhport) {
    note(false);
    __real_cdcd_reset(rhport);
}

void tud_suspend_cb(bool remote_wakeup) {
    (void)remote_wakeup;
    note(false);
}

void tud_resume_cb(void) {
    note(tud_cdc_connected());
}

void tud_cdc_send_break_cb(uint8_t itf, uint16_t duration_ms) {
    (void)itf;
    if (duration_ms) { // 0 ends one that had no end
        note(false);
        note(tud_cdc_connected());
    }
}

static mp_obj_t is_open(void) {
    return mp_obj_new_bool(line_open);
}
static MP_DEFINE_CONST_FUN_OBJ_0(is_open_obj, is_open);

static mp_obj_t losses(void) {
    return MP_OBJ_NEW_SMALL_INT(line_losses & 0x3fffffff);
}
static MP_DEFINE_CONST_FUN_OBJ_0(losses_obj, losses);

static const mp_rom_map_elem_t usb_line_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_usb_line) },
    { MP_ROM_QSTR(MP_QSTR_is_open), MP_ROM_PTR(&is_open_obj) },
    { MP_ROM_QSTR(MP_QSTR_losses), MP_ROM_PTR(&losses_obj) },
};
static MP_DEFINE_CONST_DICT(usb_line_globals, usb_line_globals_table);

const mp_obj_module_t usb_line_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&usb_line_globals,
};
MP_REGISTER_MODULE(MP_QSTR_usb_line, usb_line_module);
