"""What can be done to a case, by idea: filing, holding, time, joint work, lanes, ending, identity."""
