// How long a write to USB waits when the host does not take what is there.
//
// A program that has switched Ctrl-C off owns the line, and must not wait: a pump's turn goes on
// whether somebody listens or not. At the REPL it stays at the port's half second, so that mpremote
// and a terminal lose nothing. The port's own header sets 500 without asking, hence this file.
#include "py/mphal.h"

#undef MICROPY_HW_USB_CDC_TX_TIMEOUT
#define MICROPY_HW_USB_CDC_TX_TIMEOUT (mp_interrupt_char < 0 ? 0 : 500)
