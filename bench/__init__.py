"""The figures that the README quotes, each against a peer or a floor, as ratios within one run."""
