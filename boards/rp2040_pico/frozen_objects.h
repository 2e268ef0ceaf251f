// What tools/board/frozen_objects.py writes behind each frozen function's bytecode: the function object
// itself, and of a class's body the members of that class. They lie in flash.

#include "py/builtin.h"
#include "py/emitglue.h"
#include "py/mpstate.h"
#include "py/objfun.h"

// From `base` on as mp_obj_fun_bc_t, which no other struct may begin with: it ends in an open array.
typedef struct _frozen_function_t {
    const mp_obj_dict_t *members; // of the class whose body this is; NULL where they must be made
    mp_obj_base_t base;
    const mp_module_context_t *context;
    void *child_table;
    const byte *bytecode;
    mp_rom_obj_t extra_args[];
} frozen_function_t;

// As in py/objproperty.c.
typedef struct _frozen_property_t {
    mp_obj_base_t base;
    mp_rom_obj_t proxy[3];
} frozen_property_t;

#define FROZEN_WORDS (sizeof(mp_module_context_t) / sizeof(mp_obj_t))
#define FROZEN_CONTEXT(number) \
    ((const mp_module_context_t *)&MP_STATE_VM(frozen_contexts)[(number) * FROZEN_WORDS])
#define FROZEN_MEMBERS(count, places, members) { \
        .base = {&mp_type_dict}, \
        .map = { \
            .all_keys_are_qstrs = 1, .is_fixed = 1, .is_ordered = 0, .used = (count), \
            .alloc = (places), .table = (mp_map_elem_t *)(members), \
        }, \
    }

#define FROZEN_PROPERTY(getter) MP_ROM_PTR((&(const frozen_property_t){ \
        {&mp_type_property}, {(getter), MP_ROM_NONE, MP_ROM_NONE}, \
    }))

extern const char *const frozen_modules[]; // each one's whole name
extern const size_t frozen_module_count;
