// Function objects and members of classes of the frozen code, in flash instead of on the heap.
//
// MicroPython makes a function object of 16 bytes for each `def` that it comes to, and a dictionary
// for each class. Of frozen code all of it is known when the image is built, but for one thing: where
// the module's names are. So a frozen module is given a fixed place in memory (frozen_contexts), and
// tools/board/frozen_objects.py writes the objects as constants that point there.
//
// The linker leads calls of three functions of the interpreter here (frozen_objects.cmake). What is
// not of a frozen module, has defaults that have to be worked out, or is native code is made as ever.

#include <string.h>

#include "frozen_objects.h"

MP_REGISTER_ROOT_POINTER(mp_obj_t frozen_contexts[PUMP_FROZEN_MODULES * 4]);

_Static_assert(FROZEN_WORDS == 4, "the place of a frozen module has four words");
_Static_assert(sizeof(frozen_function_t) == sizeof(const mp_obj_dict_t *) + sizeof(mp_obj_fun_bc_t)
    && offsetof(frozen_function_t, bytecode) - offsetof(frozen_function_t, base)
    == offsetof(mp_obj_fun_bc_t, bytecode), "a function object is laid out as MicroPython's");

mp_obj_t __real_mp_obj_new_module(qstr name);
mp_obj_t __wrap_mp_obj_new_module(qstr name);
mp_obj_t __real_mp_make_function_from_proto_fun(mp_proto_fun_t proto_fun,
    const mp_module_context_t *context, const mp_obj_t *def_args);
mp_obj_t __wrap_mp_make_function_from_proto_fun(mp_proto_fun_t proto_fun,
    const mp_module_context_t *context, const mp_obj_t *def_args);
mp_obj_t __wrap_mp_load_build_class(void);

static bool is_frozen(const mp_module_context_t *context) {
    return context >= FROZEN_CONTEXT(0) && context < FROZEN_CONTEXT(PUMP_FROZEN_MODULES);
}

// What stands in front of a frozen module's bytecode.
static const frozen_function_t *object_of(const byte *bytecode) {
    return ((const frozen_function_t *const *)bytecode)[-1];
}

mp_obj_t __wrap_mp_obj_new_module(qstr name) {
    const char *text = qstr_str(name);
    size_t number = 0;
    while (number < frozen_module_count && strcmp(frozen_modules[number], text) != 0) {
        ++number;
    }
    mp_obj_t key = MP_OBJ_NEW_QSTR(name);
    mp_map_t *loaded = &MP_STATE_VM(mp_loaded_modules_dict).map;
    if (number == frozen_module_count || mp_map_lookup(loaded, key, MP_MAP_LOOKUP) != NULL) {
        return __real_mp_obj_new_module(name);
    }
    mp_module_context_t *context = (mp_module_context_t *)FROZEN_CONTEXT(number);
    context->module.base.type = &mp_type_module;
    context->module.globals = MP_OBJ_TO_PTR(mp_obj_new_dict(MICROPY_MODULE_DICT_SIZE));
    mp_obj_dict_store(MP_OBJ_FROM_PTR(context->module.globals), MP_OBJ_NEW_QSTR(MP_QSTR___name__), key);
    mp_map_lookup(loaded, key, MP_MAP_LOOKUP_ADD_IF_NOT_FOUND)->value = MP_OBJ_FROM_PTR(context);
    return MP_OBJ_FROM_PTR(context);
}

mp_obj_t __wrap_mp_make_function_from_proto_fun(mp_proto_fun_t proto_fun,
    const mp_module_context_t *context, const mp_obj_t *def_args) {
    if (def_args == NULL && is_frozen(context)) {
        const mp_raw_code_t *raw = proto_fun;
        if (mp_proto_fun_is_bytecode(proto_fun)) {
            return MP_OBJ_FROM_PTR(&object_of(proto_fun)->base);
        }
        if (raw->kind == MP_CODE_BYTECODE) {
            return MP_OBJ_FROM_PTR(&object_of(raw->fun_data)->base);
        }
    }
    return __real_mp_make_function_from_proto_fun(proto_fun, context, def_args);
}

// As the builtin of that name, which runs the body to find the members.
static mp_obj_t build_class(size_t n_args, const mp_obj_t *args) {
    if (mp_obj_is_type(args[0], &mp_type_fun_bc)) {
        const mp_obj_fun_bc_t *body = MP_OBJ_TO_PTR(args[0]);
        const mp_obj_dict_t *members =
            is_frozen(body->context) ? object_of(body->bytecode)->members : NULL;
        if (members != NULL) {
            mp_obj_t bases = mp_obj_new_tuple(n_args - 2, args + 2);
            mp_obj_t parts[] = {args[1], bases, MP_OBJ_FROM_PTR(members)};
            const mp_obj_type_t *meta = n_args == 2 ? &mp_type_type : mp_obj_get_type(args[2]);
            return mp_call_function_n_kw(MP_OBJ_FROM_PTR(meta), 3, 0, parts);
        }
    }
    return mp_call_function_n_kw(MP_OBJ_FROM_PTR(&mp_builtin___build_class___obj), n_args, 0, args);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR(build_class_obj, 2, build_class);

mp_obj_t __wrap_mp_load_build_class(void) {
    return MP_OBJ_FROM_PTR(&build_class_obj);
}
