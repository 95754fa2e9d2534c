"use strict";
const form = document.querySelector("form");
const button = form.querySelector("button");
const wrong = document.querySelector(".wrong");
const given = new URLSearchParams(location.search);

async function signIn() {
  const request = {
    type: "m.login.password",
    identifier: { type: "m.id.user", user: form.elements.user.value.trim() },
    password: form.elements.password.value,
  };
  for (const key of ["device_id", "initial_device_display_name"]) {
    if (given.has(key)) request[key] = given.get(key);
  }
  if (given.has("refresh_token")) request.refresh_token = given.get("refresh_token") === "true";
  const answer = await fetch("/_matrix/client/v3/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  });
  const response = await answer.json();
  if (!answer.ok) throw new Error(response.error);
  return response;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  wrong.textContent = "";
  button.disabled = true;
  try {
    const response = await signIn();
    form.hidden = true;
    document.querySelector("h1").textContent = "You are signed in";
    document.querySelector("main > p").textContent = "You can go back to where you came from.";
    if (window.matrixLogin && window.matrixLogin.onLogin) window.matrixLogin.onLogin(response);
  } catch (error) {
    wrong.textContent = error.message || "The server cannot be reached: try again.";
  } finally {
    button.disabled = false;
  }
});
