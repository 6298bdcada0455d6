# Comparison values for scripts/figures/models/pooling.py: 50 random subsets of the trial forest, by metafor.
#   apt-get install r-cran-metafor && Rscript tests/figures/metafor.R > tests/figures/metafor.csv
suppressPackageStartupMessages(library(metafor))
set.seed(20261130)
rows <- read.csv("docs/figures/trial-forest.csv", colClasses = "character", encoding = "UTF-8")
ratios <- c("or", "relapse", "remission")
exact <- list(threshold = 1e-15, maxiter = 100000)
cat("scale,rows,method,k,estimate,se,low,high,predicted_low,predicted_high,tau2,i2,q\n")
made <- 0
while (made < 50) {
  scale <- sample(c("sd", "or", "madrs"), 1)
  own <- which(rows$scale == scale)
  k <- if (made < 5) 1 else if (made < 15) 2 else sample(3:length(own), 1)
  picked <- sort(own[sample.int(length(own), k)])
  number <- function(name) { x <- as.numeric(rows[picked, name]); if (scale %in% ratios) log(x) else x }
  y <- number("estimate")
  v <- ((number("high") - number("low")) / (2 * qnorm(0.975)))^2
  for (method in c("REML", "DL")) {
    test <- if (method == "REML" && k > 1) "knha" else "z"
    fit <- if (k == 1) rma(y, v, method = "FE") else rma(y, v, method = method, test = test, control = if (method == "REML") exact else list())
    pi <- if (k == 1) list(pi.lb = fit$ci.lb, pi.ub = fit$ci.ub) else predict(fit)
    values <- c(fit$beta, fit$se, fit$ci.lb, fit$ci.ub, pi$pi.lb, pi$pi.ub, fit$tau2, if (k == 1) 0 else fit$I2, fit$QE)
    cat(scale, paste(picked, collapse = " "), method, k, paste(formatC(values, digits = 15, format = "g"), collapse = ","), sep = ",")
    cat("\n")
  }
  made <- made + 1
}
