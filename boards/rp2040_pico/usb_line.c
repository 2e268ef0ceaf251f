// usb_line: whether a host holds the USB line open, how often one has let go, and the bytes of each.
//
// Open is DTR, on a configured device, on a bus that is not suspended. TinyUSB forces VBUS_DETECTED, so
// a cable that is pulled shows as a bus that falls silent: suspended after 3 ms. Counted where it is
// heard, because TinyUSB's interrupt clears SIE_STATUS.SUSPENDED before a program could look, and
// because a host may close and open within one turn of the program.
//
// Where a host lets go, the place in the console's ring is marked: what stands before it is of the
// host that has gone, and nothing behind it is handed out before a program has heard of the loss.
//
// Knows TinyUSB's callbacks and where a line ends. Does not know lines.

#include "py/mphal.h"
#include "py/ringbuf.h"
#include "py/runtime.h"
#include "py/stream.h"
#ifndef NO_QSTR // the build's search for names knows no path to it
#include "tusb.h"
#include "shared/tinyusb/mp_usbd_cdc.h"
#endif

static bool line_open;
static mp_uint_t line_losses; // since power-on; read in a ring of 2^30, which is a small integer
static bool line_marked; // a loss that was not told yet
static uint16_t line_mark; // where the ring ended then

extern ringbuf_t stdin_ringbuf;

// A host that came and went before a loss was told has sent nothing: its bytes go, so that no half
// line of the one before it is joined. What found no room in the ring goes too, and what nobody read.
static void mark(void) {
    if (line_marked) {
        stdin_ringbuf.iput = line_mark;
    } else {
        tud_cdc_rx_cb(0);
        line_mark = stdin_ringbuf.iput;
        line_marked = true;
    }
    tud_cdc_read_flush();
    tud_cdc_write_clear();
}

static void note(bool open) {
    if (line_open && !open) {
        ++line_losses;
        mark();
    }
    line_open = open;
}

static size_t before_mark(void) {
    return (line_mark + stdin_ringbuf.size - stdin_ringbuf.iget) % stdin_ringbuf.size;
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

static mp_obj_t take(mp_obj_t into_in) {
    mp_buffer_info_t into;
    mp_get_buffer_raise(into_in, &into, MP_BUFFER_WRITE);
    mp_usbd_cdc_poll_interfaces(MP_STREAM_POLL_RD);
    size_t most = into.len;
    if (line_marked && before_mark() < most) {
        most = before_mark();
    }
    byte *bytes = into.buf;
    size_t count = 0;
    while (count < most) {
        int next = ringbuf_get(&stdin_ringbuf);
        if (next < 0) {
            break;
        }
        bytes[count++] = next;
        if (next == '\n' || next == '\r') {
            break;
        }
    }
    return MP_OBJ_NEW_SMALL_INT(count);
}
static MP_DEFINE_CONST_FUN_OBJ_1(take_obj, take);

static mp_obj_t closing(void) {
    return mp_obj_new_bool(line_marked);
}
static MP_DEFINE_CONST_FUN_OBJ_0(closing_obj, closing);

static mp_obj_t lost(void) {
    bool told = line_marked && before_mark() == 0;
    if (told) {
        line_marked = false;
    }
    return mp_obj_new_bool(told);
}
static MP_DEFINE_CONST_FUN_OBJ_0(lost_obj, lost);

static const mp_rom_map_elem_t usb_line_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_usb_line) },
    { MP_ROM_QSTR(MP_QSTR_is_open), MP_ROM_PTR(&is_open_obj) },
    { MP_ROM_QSTR(MP_QSTR_losses), MP_ROM_PTR(&losses_obj) },
    { MP_ROM_QSTR(MP_QSTR_take), MP_ROM_PTR(&take_obj) },
    { MP_ROM_QSTR(MP_QSTR_closing), MP_ROM_PTR(&closing_obj) },
    { MP_ROM_QSTR(MP_QSTR_lost), MP_ROM_PTR(&lost_obj) },
};
static MP_DEFINE_CONST_DICT(usb_line_globals, usb_line_globals_table);

const mp_obj_module_t usb_line_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&usb_line_globals,
};
MP_REGISTER_MODULE(MP_QSTR_usb_line, usb_line_module);
