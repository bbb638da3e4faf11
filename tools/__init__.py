"""Tools for those who build Kizuki: the map, the law's pages, mutants. Nothing here is part of the product."""
