#include "hdf5/file.hpp"

#include "hdf5/failure.hpp"
#include "hdf5/superblock.hpp"
#include "support/error.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <hdf5.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <type_traits>
#include <unistd.h>

namespace rankfold::hdf5 {
namespace {

static_assert(std::is_same_v<Identifier, hid_t>);

Handle access_properties() {
  silence();
  Handle properties{H5Pcreate(H5P_FILE_ACCESS), H5Pclose};
  H5Pset_fclose_degree(properties.get(), H5F_CLOSE_STRONG); // closing the file closes what is still open in it
  H5Pset_file_locking(properties.get(), false, true);
  // For parts of a followed file that are being written. The library waits between attempts, each time twice as long:
  // about 20 ms in all. With its default of 100 attempts it would wait forever for a damaged part.
  H5Pset_metadata_read_attempts(properties.get(), 24);
  return properties;
}

/// Missing, a folder, not readable: in the system's words rather than the library's.
void check_readable(std::filesystem::path const& path) {
  if (std::filesystem::is_directory(path))
    throw JobError{fmt::format("'{}' is a folder, not an HDF5 file", path.native())};
  int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw JobError{fmt::format("cannot read '{}': {}", path.native(), std::strerror(errno))};
  ::close(descriptor);
  if (H5Fis_hdf5(path.c_str()) <= 0) throw JobError{fmt::format("'{}' is no HDF5 file", path.native())};
}

Handle open_file(std::filesystem::path const& path, unsigned flags, Handle const& properties) {
  return {H5Fopen(path.c_str(), flags, properties.get()), H5Fclose};
}

} // namespace

File File::open(std::filesystem::path const& path, Follow follow) {
  auto const properties = access_properties();
  check_readable(path);
  unsigned const flags = follow == Follow::yes ? H5F_ACC_RDONLY | H5F_ACC_SWMR_READ : H5F_ACC_RDONLY;
  auto handle = open_file(path, flags, properties);
  read_check(handle.get(), fmt::format("cannot open '{}'", path.native()));
  return {std::move(handle), path};
}

File File::format(std::filesystem::path const& path, std::filesystem::path const& name) {
  auto const properties = access_properties();
  H5Pset_libver_bounds(properties.get(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  Handle handle{H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, properties.get()), H5Fclose};
  write_check(handle.get(), fmt::format("cannot create '{}'", name.native()));
  File file{std::move(handle), name};
  ::fcntl(file.descriptor(), F_SETFD, FD_CLOEXEC); // helper programs do not inherit it
  return file;
}

File File::recover(std::filesystem::path const& path) {
  auto const properties = access_properties();
  check_readable(path);
  H5Pset_libver_bounds(properties.get(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  // What `h5clear --status` does; the library has no public name for this property.
  bool const clear = true;
  write_check(H5Pset(properties.get(), "clear_status_flags", &clear), "this HDF5 library cannot recover files");
  auto handle = open_file(path, H5F_ACC_RDWR, properties);
  read_check(handle.get(), fmt::format("cannot recover '{}'", path.native()));
  return {std::move(handle), path};
}

void File::reserve() {
  constexpr std::uint64_t ahead = 1 << 20; // more than what one flush adds while it goes on
  haddr_t end = 0;
  struct stat status {};
  write_check(H5Fget_eoa(id(), &end), fmt::format("cannot write '{}'", path_.native()));
  bool const known = ::fstat(descriptor(), &status) == 0;
  if (known && static_cast<std::uint64_t>(status.st_size) >= end + ahead / 2) return;
  if (!known || ::ftruncate(descriptor(), static_cast<off_t>(end + ahead)) != 0)
    throw SystemError{fmt::format("cannot write '{}': {}", path_.native(), std::strerror(errno))};
}

void File::start_following() {
  reserve();
  write_check(H5Fstart_swmr_write(id()), fmt::format("cannot write '{}' so that readers may follow", path_.native()));
  followed_ = Follow::yes;
  clear_write_mark(descriptor());
  ::flock(descriptor(), LOCK_SH | LOCK_NB); // other tools may read, and may not write, where they use locks
}

void File::flush() {
  if (followed_ == Follow::yes) reserve();
  write_check(H5Fflush(id(), H5F_SCOPE_LOCAL), fmt::format("cannot write '{}'", path_.native()));
  if (followed_ == Follow::yes) clear_write_mark(descriptor());
}

int File::descriptor() const {
  void* driver = nullptr;
  write_check(H5Fget_vfd_handle(id(), H5P_DEFAULT, &driver), fmt::format("cannot write '{}'", path_.native()));
  return *static_cast<int*>(driver);
}

void File::sync() {
  if (::fdatasync(descriptor()) != 0)
    throw SystemError{fmt::format("cannot write '{}': {}", path_.native(), std::strerror(errno))};
}

void File::close() { write_check(handle_.close(), fmt::format("cannot finish '{}'", path_.native())); }

void File::make_group(std::string const& name) const {
  Handle const group{H5Gcreate2(id(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose};
  write_check(group.get(), "cannot make group " + place(name));
}

ObjectKind File::kind_of(std::string const& object) const {
  Handle const opened{H5Oopen(id(), object.c_str(), H5P_DEFAULT), H5Oclose};
  if (!opened.exists()) return ObjectKind::none;
  switch (H5Iget_type(opened.get())) {
  case H5I_GROUP:
    return ObjectKind::group;
  case H5I_DATASET:
    return ObjectKind::dataset;
  default:
    return ObjectKind::other;
  }
}

std::vector<std::string> File::children(std::string const& group) const {
  Handle const opened{H5Gopen2(id(), group.c_str(), H5P_DEFAULT), H5Gclose};
  read_check(opened.get(), "cannot open group " + place(group));
  std::vector<std::string> names;
  auto const add_name = [](hid_t, char const* name, H5L_info_t const*, void* into) -> herr_t {
    static_cast<std::vector<std::string>*>(into)->emplace_back(name);
    return 0;
  };
  read_check(H5Literate(opened.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add_name, &names),
             "cannot list group " + place(group));
  return names;
}

std::string File::place(std::string_view object) const { return fmt::format("'{}' of '{}'", object, path_.native()); }

} // namespace rankfold::hdf5
