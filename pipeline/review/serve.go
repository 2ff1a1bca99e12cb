package review

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"
)

// DefaultAddress is where the page is served: on this computer only, and at the
// same place each time, so that a link opens tomorrow too.
const DefaultAddress = "127.0.0.1:8650"

// Listening is a place at which a page can be served.
type Listening struct {
	listener  net.Listener
	encrypted bool
	host      func(name string) bool
	// URL is the beginning of the links, such as http://127.0.0.1:8650.
	URL string
}

// Listen opens an address, such as 127.0.0.1:8650. One that other computers can
// reach needs a certificate and its key, as PEM files: votes and names go over the
// line. The error says in plain words what is wrong.
func Listen(address, certFile, keyFile string) (*Listening, error) {
	if address == "" {
		address = DefaultAddress
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("--listen %s is no address; give one with a port, such as %s", address, DefaultAddress)
	}
	l := &Listening{host: loopbackName}
	var config *tls.Config
	switch {
	case certFile != "" && keyFile != "":
		pair, err := tls.LoadX509KeyPair(certFile, keyFile)
		if err != nil {
			return nil, fmt.Errorf("the certificate and its key cannot be used: %w", err)
		}
		leaf, err := x509.ParseCertificate(pair.Certificate[0])
		if err != nil {
			return nil, fmt.Errorf("the certificate cannot be used: %w", err)
		}
		config = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
		l.encrypted, l.host = true, func(name string) bool { return leaf.VerifyHostname(name) == nil }
		switch {
		case len(leaf.DNSNames) > 0 && !strings.HasPrefix(leaf.DNSNames[0], "*"):
			host = leaf.DNSNames[0]
		case len(leaf.IPAddresses) > 0:
			host = leaf.IPAddresses[0].String()
		}
	case certFile != "" || keyFile != "":
		return nil, errors.New("--cert and --key go together")
	case !loopbackName(host):
		return nil, fmt.Errorf("--listen %s can be reached from other computers, so it needs a certificate: give --cert FILE and --key FILE. Without them the page is for this computer only, at %s", address, DefaultAddress)
	}
	if l.listener, err = net.Listen("tcp", address); err != nil {
		return nil, fmt.Errorf("the page cannot be served at %s: %w. Another review may be running there; give another port with --listen", address, err)
	}
	if port == "0" {
		_, port, _ = net.SplitHostPort(l.listener.Addr().String())
	}
	scheme := "http"
	if config != nil {
		scheme, l.listener = "https", tls.NewListener(l.listener, config)
	}
	l.URL = scheme + "://" + net.JoinHostPort(host, port)
	return l, nil
}

// Close gives the address up. Serve does so by itself.
func (l *Listening) Close() error { return l.listener.Close() }

// loopbackName tells whether a host is this computer, seen from itself.
func loopbackName(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// Serve answers at an address until the context ends; what is under way is finished
// first.
func (s *Server) Serve(ctx context.Context, l *Listening) error {
	s.encrypted, s.host = l.encrypted, l.host
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10,
		// What goes wrong on a line names addresses and is nobody's concern here.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	over := make(chan error, 1)
	go func() { over <- server.Serve(l.listener) }()
	select {
	case err := <-over:
		return err
	case <-ctx.Done():
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(last); err != nil {
			return server.Close()
		}
		return nil
	}
}
