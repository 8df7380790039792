PICTURES = """
    photo photos photograph photographs photography foto pic pics picture pictures image images
    img graphic graphics illustration illustrations thumbnail thumb jpg jpeg png
"""

MEDIA = """
    icon icons logo logos banner screenshot drawing figure fig chart graph diagram table
    infographic poster map
"""

FILLERS = """
    a an the of from at in on for to by with and this that is no number main first second third
    next featured hero header lead stock decorative illustrative sample example generic article
    news page site website post story gallery album slideshow event meeting conference text alt
    alternative description content
"""

PHRASES = """
    untitled
    untitled design
    placeholder
    no alt
    no description
    no title
    none
    null
    undefined
    n a
    na
    alt
    alt text
    alternative text
    alt text here
    description
    image description
    spacer
    todo
    test
    lorem ipsum
"""

OPENINGS = """
    photo of
    photo showing
    photo shows
    photograph of
    photograph showing
    photograph shows
    picture of
    picture showing
    picture shows
    image of
    image showing
    image shows
    graphic of
    graphic showing
    illustration of
    illustration showing
    in the photo
    in the picture
    in this photo
    in this picture
    may be an image of
    may be a graphic of
    image may contain
    picture containing
"""

ARTICLES = "a an the this is"
