// Package vectors turns comments into 512 numbers each, so that comments that
// say like things in other words lie near one another. It reads a small
// sentence model, Universal Sentence Encoder Lite for English (Cer and others,
// 2018; two layers of the transformer of Vaswani and others, 2017), from
// a folder on this machine and runs it in Go. It needs no network; without the
// folder concord does everything else.
//
// The numbers are the same to the last bit on every machine, for any number of
// jobs and in whatever company a text is asked for: each sum is taken in one
// fixed order, each product and each sum is rounded by itself, and exp and
// tanh are computed here from such steps. The vector instructions used where a
// processor has them do the same steps, several at a time.
//
// The model knows what a comment is about. It does not know whether the
// comment is for or against it: see docs/vectors.md.
package vectors
