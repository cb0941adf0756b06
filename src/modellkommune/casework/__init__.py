"""One room per record of the journey, in the order of the journey."""
