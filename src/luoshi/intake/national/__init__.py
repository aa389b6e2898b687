"""The national case tables (`up_task_*`, `up_pro_*`): what an approval system hands over, as items and entries."""
