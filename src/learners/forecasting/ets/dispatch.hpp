#pragma once

#include "learners/forecasting/ets/form.hpp"
#include <array>
#include <utility>

/// From a form known when running to code compiled for it.
///
/// A kernel is a class template over the form with a static `run`, which must be inlined. It is compiled twice: for any
/// processor, and for those with AVX2, where four numbers fit one register. Both give the same numbers to the last bit:
/// each lane is computed alone, in the same order, and products are not fused with sums.
namespace rankfold::learners::forecasting::smoothing {

template <template <Form> class Kernel, std::size_t... I> constexpr auto portable_kernels(std::index_sequence<I...>) {
  return std::array{
      +[](typename Kernel<Form{}>::Arguments const& arguments) { return Kernel<form_at(I)>::run(arguments); }...};
}

#if defined(__x86_64__)
template <template <Form> class Kernel, std::size_t... I> constexpr auto wide_kernels(std::index_sequence<I...>) {
  return std::array{+[](typename Kernel<Form{}>::Arguments const& arguments)
                        __attribute__((target("avx2"))){return Kernel<form_at(I)>::run(arguments);
}
...
};
}
#endif

/// Runs the kernel of `form` on `arguments`.
template <template <Form> class Kernel>
auto run_kernel(Form form, typename Kernel<Form{}>::Arguments const& arguments) {
  static constexpr auto portable = portable_kernels<Kernel>(std::make_index_sequence<form_count>{});
#if defined(__x86_64__)
  static constexpr auto wide = wide_kernels<Kernel>(std::make_index_sequence<form_count>{});
  if (__builtin_cpu_supports("avx2")) return wide[index_of(form)](arguments);
#endif
  return portable[index_of(form)](arguments);
}

} // namespace rankfold::learners::forecasting::smoothing
