"""How everything looks: colours and measures, icons, the style sheet, light and dark."""
