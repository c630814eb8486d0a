"""How days and moments are written where no template says it itself."""
