"""Service rules at the window (窗口服务制度)."""
