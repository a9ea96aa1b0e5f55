"""What a network costs: parameters and multiply-accumulates, counted without computing anything."""
