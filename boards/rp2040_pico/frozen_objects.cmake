# Function objects and members of classes in flash (frozen_objects.c): what the linker leads there, and
# the build's step that writes them behind the frozen code.
add_library(usermod_frozen_objects INTERFACE)
target_sources(usermod_frozen_objects INTERFACE ${CMAKE_CURRENT_LIST_DIR}/frozen_objects.c)
target_include_directories(usermod_frozen_objects INTERFACE ${CMAKE_CURRENT_LIST_DIR})
target_link_options(usermod_frozen_objects INTERFACE
    -Wl,--wrap=mp_obj_new_module
    -Wl,--wrap=mp_make_function_from_proto_fun
    -Wl,--wrap=mp_load_build_class
)
target_link_libraries(usermod INTERFACE usermod_frozen_objects)
