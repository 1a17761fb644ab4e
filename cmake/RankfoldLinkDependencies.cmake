# What a program that links librankfold needs too. Used by the build, and installed for find_package(rankfold).

# rankfold_require(PACKAGE ...): in the build, an error that names the package; within find_package(rankfold), whatever
# its caller asked for (REQUIRED, QUIET), which is what find_dependency does.
if(CMAKE_FIND_PACKAGE_NAME STREQUAL "rankfold")
  include(CMakeFindDependencyMacro)
  macro(rankfold_require)
    find_dependency(${ARGN})
  endmacro()
else()
  macro(rankfold_require)
    find_package(${ARGN} REQUIRED)
  endmacro()
endif()

rankfold_require(MPI 3.0 COMPONENTS CXX)
rankfold_require(Boost 1.71 COMPONENTS mpi serialization)
rankfold_require(HDF5 1.10 COMPONENTS C)
rankfold_require(fmt)
rankfold_require(ZLIB)
rankfold_require(Threads)

# HDF5 as some clusters build it, parallel, has MPI in its headers.
if(NOT TARGET rankfold_hdf5_c)
  add_library(rankfold_hdf5_c INTERFACE IMPORTED)
  target_link_libraries(rankfold_hdf5_c INTERFACE hdf5::hdf5 $<$<BOOL:${HDF5_IS_PARALLEL}>:MPI::MPI_CXX>)
endif()

# toml++ may be installed compiled, with a CMake configuration, or as headers alone.
find_package(tomlplusplus CONFIG QUIET)
if(NOT TARGET tomlplusplus::tomlplusplus)
  find_path(RANKFOLD_TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)
  add_library(tomlplusplus::tomlplusplus INTERFACE IMPORTED)
  target_include_directories(tomlplusplus::tomlplusplus INTERFACE ${RANKFOLD_TOMLPLUSPLUS_INCLUDE})
endif()

set(RANKFOLD_LINK_LIBRARIES MPI::MPI_CXX Boost::mpi Boost::serialization rankfold_hdf5_c fmt::fmt
                            ZLIB::ZLIB Threads::Threads tomlplusplus::tomlplusplus)
