"""Reading with a language model, where the user asks for one: it is asked once, for facts and nothing else, and is not sure.

`ask` is the one place of relvar's stages that touches a network. Its answer becomes part of the Brief; `merge.merged` puts it beside
what the rules read, and everything after that is as without a model.
"""
