# The version is written once, in include/rankfold/version.hpp, where programs that include the library find it too.
file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/../include/rankfold/version.hpp line REGEX "version = \"[0-9]+\\.[0-9]+\\.[0-9]+\"")
string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" RANKFOLD_VERSION "${line}")
