"""The `aami` pack: beats of any wearer, judged against what is usual for that wearer (AAMI classes N, S, V, F, Q)."""
