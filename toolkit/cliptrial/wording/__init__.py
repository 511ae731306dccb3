"""What a reader reads: sentences, labels and formats, in English and German."""
