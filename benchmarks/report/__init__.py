"""Reports that a person looks at: one HTML file each, complete in itself."""
