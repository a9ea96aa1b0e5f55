"""What one training step is, per system (GauGAN here; the loop knows none of them)."""
