// Package disclosure keeps published numbers from telling what single people
// answered: named rules (profiles) for what is hidden and what is rounded, the
// hiding of further numbers so that those hidden cannot be worked out, and a
// check of two publications against one another.
//
// # Whom it protects against
//
// A reader who has everything that is published at once, and who
//
//   - knows the questionnaire and every filter, so that he can add and take away:
//     the answers to a question and those who gave none are all who were asked;
//     the groups of a question and those who did not answer it are everyone; a
//     net is the sum of its answers; one number may stand in two tables; a group
//     within another leaves a third;
//   - takes all such sums of all tables together, with as many unknowns as there
//     are, and knows that people come in whole numbers and not below 0, nor below
//     1 where none would have been shown;
//   - knows by which rule numbers are hidden and rounded.
//
// It does not protect against a reader who knows the answers of some of the
// people already, who runs the hiding backwards to ask which further tables it
// would have treated alike, who draws on the joint distribution of three and more
// questions of which only pairs are published, who compares with other sources,
// or who recognises a person by the words of a comment. Nor does any rule here
// make an answer less true because everyone gave it.
//
// # Sources of the rules
//
// Smallest numbers first, as they lose a reader least, follows common practice
// of statistical offices; that a hidden cell is safe when two tables that fit all
// that is shown have it far enough apart is the protection interval of
// complementary cell suppression (L. H. Cox, 1980, Journal of the American
// Statistical Association 75, 377-385). The profiles name theirs.
package disclosure
