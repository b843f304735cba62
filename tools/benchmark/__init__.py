"""Measures the pages people use all day, at growing sizes of the database."""
