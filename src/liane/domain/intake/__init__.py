"""Reading of what comes in without structure: pages, fields with their evidence, matching, decision."""
