"""The headless commands: render, models, bench. Never Qt; onnxruntime only once a model runs."""
