#include <iostream>
#include <rankfold/value.hpp>
#include <rankfold/version.hpp>

int main() {
  rankfold::Configuration const configuration{"ets", {{"model", "ZNA"}, {"season_length", 7}, {"damped", false}}};

  std::cout << rankfold::version << ' ' << configuration.learner;
  for (auto const& [name, value] : configuration.parameters) {
    std::cout << ' ' << name << '=' << rankfold::to_text(value);
  }
  std::cout << '\n';
}
