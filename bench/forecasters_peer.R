# The peer of forecasters.py: fits of R's package forecast, its options left at their defaults, one line each.
# Usage: Rscript forecasters_peer.R FITS.csv > RESULTS.csv
# FITS.csv: fit, learner (auto_arima | ets), model, season_length, actual, train (values, separated by ';').
suppressPackageStartupMessages(library(forecast))

fits <- read.csv(commandArgs(trailingOnly = TRUE)[1], colClasses = c(train = "character", model = "character"))
differences <- function(model) {
  if (inherits(model, "ets")) return("")
  order <- arimaorder(model)
  paste(order["d"], if ("D" %in% names(order)) order["D"] else 0)
}

cat("fit,seconds,aicc,differences,squared_error\n")
for (i in seq_len(nrow(fits))) {
  fit <- fits[i, ]
  y <- ts(as.numeric(strsplit(fit$train, ";")[[1]]), frequency = fit$season_length)
  # R loads and compiles as it goes: the first fit would pay for all.
  if (i == 1) invisible(c(auto.arima(head(y, 60)), ets(head(y, 60))))
  used <- system.time(model <- if (fit$learner == "auto_arima") auto.arima(y) else ets(y, model = fit$model))
  ahead <- as.numeric(forecast(model, h = 1, level = 95)$mean[1])
  cat(sprintf("%s,%.6f,%.10g,%s,%.10g\n", fit$fit, sum(used[c("user.self", "sys.self")]), model$aicc,
              differences(model), (fit$actual - ahead)^2))
}
