#pragma once

namespace rankfold::hdf5 {

/// Takes the mark "open for writing" out of a file's superblock while it is being written.
///
/// The library sets the mark each time the file grows, and then neither h5dump nor plain h5py opens the file, though
/// one written as ours (SWMR) is at every moment complete up to its last flush. Without the mark every tool can read it
/// while the job runs, and when the job was killed. Called after each flush, by the process that writes.
///
/// Does nothing to files of an older format. @return false where the system refused; the mark then stays.
bool clear_write_mark(int descriptor);

} // namespace rankfold::hdf5
