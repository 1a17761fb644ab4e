# Everything rankfold needs from outside, found in one place. README.md and scripts/packages.txt list the packages.
include(RankfoldLinkDependencies)

# Headers alone: needed to build, not to link.
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(cxxopts REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_path(RANKFOLD_FAST_FLOAT_INCLUDE fast_float/fast_float.h REQUIRED)
find_path(RANKFOLD_RANDOM123_INCLUDE Random123/philox.h REQUIRED)
find_path(RANKFOLD_XXHASH_INCLUDE xxhash.h REQUIRED)
