"""Treatment of pictures of pages: upright, straight, clean, measured; arrays in, arrays out."""
