# One helper for each kind of target, so that every folder's CMakeLists.txt is a list of what it is made of.

add_library(rankfold_options INTERFACE)
target_compile_options(rankfold_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                                  $<$<BOOL:${RANKFOLD_WERROR}>:-Werror>)
if(RANKFOLD_SANITIZE)
  target_compile_options(rankfold_options INTERFACE -fsanitize=${RANKFOLD_SANITIZE} -fno-omit-frame-pointer
                                                    -fno-sanitize-recover=all)
  target_link_options(rankfold_options INTERFACE -fsanitize=${RANKFOLD_SANITIZE})
endif()

set_property(GLOBAL PROPERTY RANKFOLD_MODULES "")

# rankfold_add_module(NAME SOURCES a.cpp ... [PUBLIC targets...] [PRIVATE targets...])
#
# A folder of src/ as the target rankfold::NAME. Its headers are reached as "NAME/header.hpp", and only by targets that
# link it: each module has an include directory of its own, so an include against the order of the folders fails.
function(rankfold_add_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  set(target rankfold_${name})
  set(stage ${PROJECT_BINARY_DIR}/modules/${name})
  file(MAKE_DIRECTORY ${stage})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${stage}/${name} SYMBOLIC)
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(rankfold::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${stage}>
                                              $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} rankfold_options)
  set_property(GLOBAL APPEND PROPERTY RANKFOLD_MODULES ${target})
endfunction()

# rankfold_add_test(path/name LINK targets... [RANKS 1 2 4] [TIMEOUT seconds] [LABELS ...])
#
# tests/<path/name>.cpp as a GoogleTest program. With RANKS it runs under mpiexec, once for each number.
function(rankfold_add_test path)
  cmake_parse_arguments(arg "" "TIMEOUT" "LINK;RANKS;SOURCES;LABELS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  get_filename_component(name ${path} NAME)
  set(target ${name})
  add_executable(${target} ${PROJECT_SOURCE_DIR}/tests/${path}.cpp ${arg_SOURCES})
  # Tests run once: what they gain by full optimisation is less than what it takes to compile them.
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE RANKFOLD_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                               RANKFOLD_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_link_libraries(${target} PRIVATE ${arg_LINK} GTest::gmock rankfold_options)
  if(arg_RANKS)
    target_link_libraries(${target} PRIVATE rankfold_mpi_test_main)
    foreach(np IN LISTS arg_RANKS)
      add_test(NAME ${path}/np${np} COMMAND ${MPIEXEC_EXECUTABLE} ${RANKFOLD_MPIEXEC_TEST_FLAGS} ${MPIEXEC_NUMPROC_FLAG}
                                            ${np} $<TARGET_FILE:${target}>)
      set_tests_properties(${path}/np${np} PROPERTIES PROCESSORS 2 TIMEOUT ${arg_TIMEOUT} LABELS "mpi;${arg_LABELS}"
                           ENVIRONMENT "${RANKFOLD_TEST_ENVIRONMENT}")
    endforeach()
  else()
    target_link_libraries(${target} PRIVATE GTest::gtest_main)
    add_test(NAME ${path} COMMAND ${target})
    set_tests_properties(${path} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "unit;${arg_LABELS}"
                         ENVIRONMENT "${RANKFOLD_TEST_ENVIRONMENT}")
  endif()
endfunction()
