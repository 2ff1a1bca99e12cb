package pipeline

// Version is the version of concord, as `concord --version` and every manifest
// give it.
const Version = "0.1.0"
