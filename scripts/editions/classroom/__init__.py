"""Files for teaching, made from the lessons: quizzes, cards, slides, worksheets, a calendar."""
