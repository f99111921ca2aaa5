"""The command line: options to calls of the library, errors to one line and an exit code.

main        the group, extract, show, score, compare
groups      the commands that come in groups: forms, schema, model, cassettes
export_command  export; plot_command: plot; panel_options: what both have in common
run_command  `ogi run`: its options; run_order, run_flow: what it does; run_model: who answers; run_store: what is
             kept; run_words: what is said at the end
showing     results for a terminal, drawn where they were read
forms_view  the editions for a terminal, and their JSON Schema"""
