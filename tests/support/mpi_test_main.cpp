#include "support/mpi_test.hpp"

#include <algorithm>
#include <boost/mpi/collectives.hpp>
#include <iostream>

/// Runs a GoogleTest program on every rank. Rank 0 prints; what fails on another rank is printed with its rank; every
/// rank returns the same verdict. Ranks wait for each other after every test, so that a test never sees another's
/// messages.
namespace rankfold::test {
namespace {

mpi::Scope* opened = nullptr; // tests cannot be given arguments

class RankListener final : public ::testing::EmptyTestEventListener {
public:
  void OnTestPartResult(::testing::TestPartResult const& part) override {
    if (!part.failed()) return;
    auto const* file = part.file_name(); // null for what a test throws
    std::cerr << "[rank " << world_.rank() << "] " << (file != nullptr ? file : "") << ":" << part.line_number() << ": "
              << part.message() << std::endl;
  }
  void OnTestEnd(::testing::TestInfo const&) override { world_.barrier(); }

private:
  boost::mpi::communicator world_;
};

int run_all_tests(mpi::Scope& scope) {
  opened = &scope;
  auto& listeners = ::testing::UnitTest::GetInstance()->listeners();
  if (scope.rank() != 0) delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new RankListener);
  int const verdict = RUN_ALL_TESTS();
  return boost::mpi::all_reduce(boost::mpi::communicator{}, verdict, boost::mpi::maximum<int>{});
}

} // namespace

mpi::Scope& scope() { return *opened; }

} // namespace rankfold::test

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  rankfold::mpi::Scope scope;
  return rankfold::test::run_all_tests(scope);
}
