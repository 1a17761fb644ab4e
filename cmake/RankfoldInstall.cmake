# `cmake --install`: the program, the library with its public headers, and what find_package(rankfold) reads.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/rankfold)

add_library(rankfold::rankfold ALIAS rankfold_library)
target_compile_features(rankfold_library PUBLIC cxx_std_20)
target_include_directories(rankfold_library INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                                      $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(rankfold_library PRIVATE ${RANKFOLD_LINK_LIBRARIES})

install(TARGETS rankfold rankfold-fold RUNTIME)
install(TARGETS rankfold_library EXPORT rankfoldTargets ARCHIVE)
install(DIRECTORY include/rankfold DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY jobs slurm docs DESTINATION ${CMAKE_INSTALL_DATADIR}/rankfold PATTERN "*.h5" EXCLUDE)
install(EXPORT rankfoldTargets NAMESPACE rankfold:: DESTINATION ${package_dir})

configure_package_config_file(cmake/rankfoldConfig.cmake.in rankfoldConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(rankfoldConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rankfoldConfig.cmake ${PROJECT_BINARY_DIR}/rankfoldConfigVersion.cmake
              cmake/RankfoldLinkDependencies.cmake DESTINATION ${package_dir})
