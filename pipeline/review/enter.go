package review

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"concord/pipeline/decide"
)

// visit is one request of somebody who came in by their link.
type visit struct {
	member decide.Member
	// form is what every form must send back: a page elsewhere cannot know it.
	form string
	now  *moment
}

func (v *visit) records() bool { return v.member.Role.Records() }
func (v *visit) votes() bool   { return v.member.Role.Votes() }

// cookieName names the cookie; where the line is encrypted the browser holds it to
// this very server and to encrypted lines.
func (s *Server) cookieName() string {
	if s.encrypted {
		return "__Host-concord"
	}
	return "concord"
}

// formKey makes the secret of a person's forms out of that of their link, so that
// a form outlives the server: what was typed can be sent once it runs again.
func formKey(secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("concord review form"))
	return hex.EncodeToString(mac.Sum(nil))
}

// inside lets only those in who have a link and are in the group today, and on a
// POST only those who sent one of this person's own forms.
func (s *Server) inside(page func(http.ResponseWriter, *http.Request, *visit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie(s.cookieName())
		if err != nil {
			s.outside(w, r, "You are not in. Open the link that you were given.")
			return
		}
		id, ok := s.whose(cookie.Value)
		if !ok {
			s.outside(w, r, "Your link no longer opens this page. Ask the chair for a new one.")
			return
		}
		now, err := s.moment(r.Context())
		if err != nil {
			s.unreadable(w, r, err)
			return
		}
		member, ok := now.member(id, s.today())
		if !ok {
			s.outside(w, r, "You are not in the group today. Ask the chair.")
			return
		}
		v := &visit{member: member, form: formKey(cookie.Value), now: now}
		if r.Method == http.MethodPost {
			if err := r.ParseForm(); err != nil {
				status := http.StatusBadRequest
				message := "What was sent cannot be read. Nothing was saved."
				if tooBig := new(http.MaxBytesError); errors.As(err, &tooBig) {
					status, message = http.StatusRequestEntityTooLarge, "What was sent is too long. Nothing was saved; shorten it."
				}
				s.refuse(w, r, status, message)
				return
			}
			if subtle.ConstantTimeCompare([]byte(r.PostForm.Get("form")), []byte(v.form)) != 1 {
				s.refuse(w, r, http.StatusForbidden, "This form is not one of your pages here. Nothing was saved; open the page again.")
				return
			}
		}
		page(w, r, v)
	}
}

// recording is inside for those who record what the group does.
func (s *Server) recording(page func(http.ResponseWriter, *http.Request, *visit)) http.HandlerFunc {
	return s.inside(func(w http.ResponseWriter, r *http.Request, v *visit) {
		if !v.records() {
			s.refuse(w, r, http.StatusForbidden, "Only the chair or the secretary can do this. Nothing was saved.")
			return
		}
		page(w, r, v)
	})
}

// whose gives the member whose link has the secret, by the file as it is now.
func (s *Server) whose(secret string) (string, bool) {
	links, err := ReadLinks(s.dir)
	if err != nil {
		return "", false
	}
	return links.Find(secret)
}

// door shows whose link it is and asks to go in. It sets no cookie: programs that
// look at links in e-mail open them too, and a browser that comes from elsewhere
// would not send the cookie on.
func (s *Server) door(w http.ResponseWriter, r *http.Request) {
	secret := r.PathValue("secret")
	id, ok := s.known(w, r, secret)
	if !ok {
		return
	}
	s.show(w, http.StatusOK, "enter", shell{Title: "Your link"}, map[string]string{"ID": id, "Secret": secret})
}

// enter takes the secret out of the form, and gives a cookie for it.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.plain(w, http.StatusBadRequest, "Not in", "What was sent cannot be read.")
		return
	}
	secret := r.PostForm.Get("secret")
	if _, ok := s.known(w, r, secret); !ok {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: s.cookieName(), Value: secret, Path: "/", MaxAge: int((180 * 24 * time.Hour).Seconds()), HttpOnly: true, Secure: s.encrypted, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// known gives whose secret it is. Who tries many gets no answer for a while.
func (s *Server) known(w http.ResponseWriter, r *http.Request, secret string) (string, bool) {
	id, ok := s.whose(secret)
	if ok {
		return id, true
	}
	if !s.guesses.take(caller(r)) {
		w.Header().Set("Retry-After", "60")
		s.plain(w, http.StatusTooManyRequests, "Too many links", "Too many links were tried. Wait a minute.")
		return "", false
	}
	s.plain(w, http.StatusNotFound, "This link opens nothing", "It may have been revoked, or cut short where it was copied. Ask the chair for a new one.")
	return "", false
}

// leave takes the cookie away from this browser. The link opens as before.
func (s *Server) leave(w http.ResponseWriter, r *http.Request, _ *visit) {
	http.SetCookie(w, &http.Cookie{Name: s.cookieName(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.encrypted, SameSite: http.SameSiteStrictMode})
	s.plain(w, http.StatusOK, "You are out", "This browser has forgotten you. Your link lets you in again.")
}

func (s *Server) outside(w http.ResponseWriter, r *http.Request, message string) {
	if wantsJSON(r) {
		s.answer(w, http.StatusUnauthorized, reply{Message: message + " Nothing was saved."})
		return
	}
	s.plain(w, http.StatusUnauthorized, "Not in", message)
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}
